import { expose } from 'comlink';
import { createOwnResources, ownJobs } from '../src/jobs/own';
import { createHost } from './host';
import { decodePicture } from './pictures';

expose(createHost(ownJobs, createOwnResources(decodePicture)));
